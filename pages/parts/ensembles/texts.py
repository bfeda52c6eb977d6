"""The words of the page Ensembles."""

TITLE = "Ensembles"
INTRO = (
    "Many models have each learned **another** task. Here is a new one, and a few of its points. Can they answer it "
    "together? Move the number of support points and see who wins."
)
EXAMPLES = {
    "weigh": ("Weigh, don't average", "family=linear&algorithm=maml&members=100&known=5&points=50&task=3",
              "A hundred models of other tasks. Their plain average says the same everywhere. Weighed by how well each "
              "explains five points, they beat adapting."),
    "collapse": ("Averaging collapses", "family=opposite&algorithm=maml&members=100&known=10&task=2",
                 "Every task here has a mirror image. Averaged, the models cancel out: the answer is a coin toss."),
    "soup": ("A soup that fails", "family=circles&algorithm=maml&pool=independent&members=20&known=10&task=4",
             "Networks trained apart have their hidden units in another order. The mean of their weights is no network "
             "of any use. Change the pool to models of the meta-learner: now all start from the same weights."),
    "stacking": ("Stacking wins", "family=sinusoid&algorithm=maml&members=100&known=10&task=2",
                 "Waves can be put together from other waves, even with negative weights. Logistic stacking finds how, "
                 "from ten points."),
}  # fmt: skip
NAMES = {"alone": "Adapting alone"}
REDRAW = "Another new task"
REDRAW_HELP = "Shows the next of the new tasks. None of them was trained on."
TAKE = "Take over the Playground's meta-learner"
TAKE_HELP = "Uses what the Playground has learned so far, with its kind of task and its dials."
RETRY = "Try again"
FAULT = "Something went wrong while computing. Your settings are kept."
STARTING = "Starting the engine. The first picture comes in a few seconds."
TRAINING = "The meta-learner practises: step {step:,} of {steps:,}."
DIVERGED = (
    "The meta-learner's numbers grew without bound after step {step:,}. The last good state is used. In the "
    "Playground, a lower alpha or beta keeps it stable."
)
FITTING = "{ready} of {members} models are ready. The numbers are those of the models so far."
UNFIT = "{count} models gave no numbers and were left out."
STALE = "Computing the new view. The pictures still show the previous one."
GROUPS = {
    "The new task": ("family", "noise"),
    "The models": ("pool", "members", "points", "learner"),
    "The meta-learner": ("algorithm", "steps", "seed"),
}
HEADINGS = {
    "task": "The new task",
    "board": "All ways to answer it",
    "faces": "What each way makes of it",
    "weights": "How much each model counts",
    "apart": "Different and good?",
    "known": "Error against support points",
    "members": "Error against the number of models",
    "super": "Super learner: a bit of everything",
    "mixture": "Super learner",
    "contest": "Training through the ensemble",
}
NOTES = {
    "task": "Boundary: adapting alone, the rival of all ensembles.",
    "faces": "Number: error on this task. Click one to see its weights.",
    "weights": "Weights on this task. Move along the bars to see what each model says.",
    "apart": "Each dot is a model of another task. The further right, the more it disagrees with the others.",
    "known": "How much of the new task must be known. Measured on all new tasks. Faint: the ways that do worse.",
    "members": "How many models it takes, at the present number of support points. Faint: the ways that do worse.",
}
FELL_BACK = {
    "no_networks": "no weights to average: answers are averaged instead",
    "no_shared_start": "the networks started apart: their mean weights mean little",
}
ONE_SIDED = "Only one class of this task is known so far. There is little to weigh models by."
BOARD = ("Way to answer", "Error on new tasks", "Against adapting alone", "Above the best possible", "This task")
MODEL = "Model {number}"
BETTER, WORSE, TIED = "{difference} better", "{difference} worse", "no difference shown"
BOARD_NOTE = "Mean over {tasks} new tasks with its 95 % interval; differences are taken task by task."
YARDSTICK_LINE = "{name}: {value}."
SOON = "What it is held against is being computed."
WEIGHTS_OF = "Weights of"
NO_WEIGHTS = "This way combines no models of other tasks, so it gives them no weights."
CROSSINGS = "**Where they change places** (differences beyond the 95 % interval):"
CROSSING = "- up to {below} support points **{first}** is better, from {above} on **{then}**"
NO_CROSSING = "No change of places is shown between any ensemble and adapting alone."
MORE_CROSSINGS = "More of them"
LATER = "Being measured: {done} of {all}."
SUPER_BUTTON = "Measure the super learner"
SUPER_HELP = "Fits every base learner to every new task. This takes about a minute."
SUPER_NOTE = (
    "It mixes adapting, two ensembles and a fresh model of every base learner. How much each counts was learned on "
    "training tasks, never on the new ones."
)
SUPER_STARTS = "Learning on training tasks how much each candidate counts."
SUPER_COLUMNS = ("Candidate", "Counts", "Error on new tasks", "Against the super learner")
SUPER_PROGRESS = "Measured on {done} of {all} new tasks so far."
AXES = {
    "known": "Support points of the new task",
    "members": "Models in the pool",
    "steps": "Meta-steps",
    "error": "Share of wrong answers",
    "mse": "Mean squared error",
}
CONTEST_NOTE = (
    "Usually each model learns to be good by itself, and the models are combined afterwards. Here the combined answer "
    "to a new task is what is improved, through all models at once."
)
CONTEST_OF = "Train through"
CONTEST_BUTTON = "Train and compare"
CONTEST_HELP = "Trains a second meta-learner, as long as the first one, from the same seed and on the same tasks."
CONTEST_PROGRESS = "Training through the ensemble: step {step:,} of {steps:,}."
CONTEST = {
    "alone": "Adapting alone",
    "after": "Combined after the fact",
    "through": "Trained through the ensemble",
}
CONTEST_COLUMNS = ("Way to train", "Error on new tasks", "Against training through the ensemble")
SHARE_HELP = "The address in your browser holds the whole lab. Copy it, and others see the same numbers."
ALT = {
    "task": "New task {number} with {known} support points, answered by adapting alone. Error {error}.",
    "faces": "The same task answered in {count} ways. Errors: {values}.",
    "weights": "Weights that {name} gives to {count} models. The largest: model {best} with {weight:.2f}.",
    "apart": "Error on new tasks of each of {count} models against its disagreement with the others.",
    "known": "Error against support points. At the right end: {values}.",
    "contest": "Error on new tasks: {values}.",
    "members": "Error against the number of models. At the right end: {values}.",
}
