"""The words of the page How it works."""

TITLE = "How it works"
INTRO = (
    "Ordinary learning solves **one** task from many examples. Meta-learning practises **many** small tasks, so that a "
    "**new** one can be solved from a few examples. Here you see both happen: the inner loop that adapts to a task, "
    "and the outer loop that learns how to adapt."
)
STEPS = [
    (
        "Choose a base learner",
        "Something that can be trained on a single task: a small neural network, trained by gradient descent, or a "
        "random forest, a support vector machine and others.",
    ),
    (
        "Make a set of tasks",
        "Each task is a small problem of the same kind: another line between two classes, another wave. A few of its "
        "points are shown to the learner (**support points**), others are kept back to judge it (**query points**).",
    ),
    (
        "Train a model on each task",
        "Starting from shared weights, the learner takes a few **inner steps** on the support points: "
        "$w \\leftarrow w - \\alpha \\nabla L(w)$. **Alpha** says how far each of them goes.",
    ),
    (
        "Predict, and measure the error",
        "The adapted models answer the query points, or many models answer a new task **together**: by averaging, by "
        "weighing, by fusion into one. The error there is the **meta-loss**. How good it really is shows only on **new "
        "tasks** that were never trained on.",
    ),
    (
        "Improve the base learner from that error",
        "A **meta-step** changes the shared weights so that adapting from them works better: "
        "$\\theta \\leftarrow \\theta - \\beta \\nabla_\\theta L(\\theta)$. **Beta** says how far "
        "it goes. Then it starts over. A learner without gradients improves by search: its settings are tried on "
        "training tasks.",
    ),
]
FIVE_MINUTES_TITLE = "Try this in five minutes"
FIVE_MINUTES = """
1. Open **Playground** and wait until the curves settle. The training tasks look solved. Compare with the new tasks.
2. Move **Training tasks** to 100, then to endless. The gap closes.
3. Choose **Sine waves**. Move **Inner steps taken** to 0 and back: all curves jump from one guess to their own wave.
4. Choose **Alpha too large**, then lower alpha while it runs.
5. Choose **Averaging collapses**, then switch **Ensemble** to Weighted.
6. Open **Compare**, press **Race**, and see which idea wins on which kind of task.
7. Open **Ensembles** and move the support points from 1 to 50: first the best mixtures win, then adapting catches up.
8. Open **Base learners**, choose the nearest neighbours on **Two moons**, and press **Improve**.
9. Open **Your task** and place a few points of your own. Then try to **beat the machine**.
10. Open **Sweep**: sixty-four models learn at once, and the map shows which alpha and beta go together.
11. Open **Across domains** to see whether practice on one kind of task helps with another.
12. Open **Your data**, take **Life expectancy** or a file of your own, and see whether meta-learning helps there.
"""
PICTURES_TITLE = "How to read the pictures"
PICTURES = """
- **Colours**: each class has a colour and a shape of its own, so colour is never needed alone; pale means undecided.
  Filled points were shown to the learner, white ones were kept back.
- **Lines**: the solid line is the model's boundary, the dotted one the truth.
- **Bands**: where a method says how sure it is, the truth should lie in its pale band 95 times of 100.
- **Curves**: grey is the meta-loss on training tasks, the dark line on tasks that are held out. Dashed lines are
  yardsticks.
- **± numbers** are 95 % intervals over the new tasks: 600 of them, or as many as a table of data holds back.
- The tasks that decide when a run stops are not the tasks that give the headline number.
"""
WORDS_TITLE = "Words"
_WORDS = {
    "Meta-step": "One improvement of what is shared by all tasks.",
    "Support points (shots)": "The few labelled points of a task that the learner sees.",
    "Query points": "Further points of the task, to judge the answer.",
    "Inner loop": "Adapting to one task.",
    "Outer loop": "Learning from many tasks how to adapt.",
    "Optimisation-based": "Adapts by taking gradient steps, or by solving equations.",
    "Metric-based": "Adapts by comparing: a point gets the class of the support points it is close to.",
    "Model-based": "Adapts in one pass: a network reads the support points and answers. (The source brief calls "
    "the whole subject model-based, because models of tasks are what is combined.)",
    "Extrinsic": "What is learned comes through the tasks: starting weights, choice and weights of models.",
    "Intrinsic": "The learning rule itself is learned: step sizes, update rules.",
    "Ensemble": "Many models that answer together, by averaging or by weighing them.",
    "Pool": "The models that an ensemble may ask. Each has learned another task.",
    "Stacking": "Learning from the support points how much each model of the pool counts.",
    "Soup": "One model made of the mean of all models' weights.",
}
WORDS = {"Word": list(_WORDS), "Meaning": list(_WORDS.values())}
