"""The words of the Playground."""

from pages.parts.frame.texts import PRODUCT

TITLE = PRODUCT
INTRO = "A model practises **many small tasks** until a few examples of a **new** one are enough: it learns to learn."
PRESETS = {
    "moons": ("Two moons", "Each task: tell two moons apart that lie another way every time. Watch the new tasks: ten "
              "points are soon enough."),
    "brief": ("Ten tasks", "Each task asks for a line between two classes of points. The training tasks soon look "
              "perfect, but ten are too few to learn from: move “Training tasks” up and watch the gap close."),
    "sinusoids": ("Sine waves", "An endless stream of waves. From ten points the model has to find the whole wave "
                  "in one step. Watch the orange curves bend towards the blue ones."),
    "few_tasks": ("Too few tasks", "Only three waves to practise on. The training curve falls, the held-out curve "
                  "does not: the model memorises the tasks and learns nothing for new ones."),
    "alpha_large": ("Alpha too large", "Each adapting step jumps too far: the fit after adapting is worse than "
                    "before. Lower alpha while it runs and watch it recover."),
    "classes": ("Four classes", "Clouds of points of four classes. Every task has its clouds elsewhere."),
    "in_context": ("Learning in context", "A transformer reads the ten points of a new task and answers in one pass, "
                   "without a single gradient step. Compare it with the best possible."),
    "sure": ("How sure is it?", "Two points leave much open. This method also says how sure it is: the pale band is "
             "narrow near the points and wide elsewhere."),
    "digits": ("Handwritten digits", "It practises on the digits 0 to 4. Then it tells 5 to 9 apart, which it has "
               "never seen, from one example each."),
    "collapse": ("Averaging collapses", "A hundred task models answer each new task by their average. They cancel "
                 "out, and all new tasks get nearly the same answer. Then try the weighted ensemble."),
}  # fmt: skip
GROUPS = {
    "Tasks": ("family", "tasks", "shots", "queries", "noise"),
    "Learning": ("algorithm", "alpha", "beta", "inner_steps", "meta_batch", "hidden", "learner"),
    "Answering new tasks": ("ensemble", "objective"),
    "Chance": ("seed",),
}
PLAY, PAUSE, CONTINUE = "Play", "Pause", "Continue"
BUTTONS = {
    "step": ("One step", ":material/skip_next:", "Take a single meta-step."),
    "reset": ("Reset", ":material/replay:", "Start again from the same seed. The curve will be exactly the same."),
    "weights": ("New weights", ":material/casino:", "Start again from other initial weights, on the same tasks."),
    "tasks": ("New tasks", ":material/shuffle:", "Start again on other training tasks, from the same weights."),
    "pin": ("Pin curve", ":material/keep:", "Keep the present held-out curve in the chart, to compare with."),
}
PACE = "Pace"
PACES = {"slow": "Slow", "natural": "Natural", "full": "Full speed"}
PACE_HELP = (
    "Slow: about one meta-step a second, and you see each task adapt step by step. Natural: slow enough to follow. "
    "Full speed: as fast as this machine goes."
)
PLAY_HELP = "Train, or pause. Dials can be moved while it trains."
UNIT = {
    "error": "Error on new tasks",
    "mse": "Squared error on new tasks",
    "own": "“{}”: typically off by",
}
UNIT_SHORT = {"error": "Share of wrong answers", "mse": "Mean squared error", "own": "Typically off by, in “{}”"}
UNIT_NOTE = ". Squared, where always the average is about 1: {}"
DRAWN = {
    "plane": "A projection: the picture shows the two directions along which the data differ most. All else is at its "
    "average, so that a point may look as if it were on the wrong side.",
    "line": "A projection: across runs the mix of columns that tells most about the answer. All else is at its average "
    "so that points need not lie on the curve.",
    "images": "Letters stand for the labels of this task. A tick: the answer is right. A cross: it is wrong.",
}
OWN_NAME = "{name}: {own}"
HEADLINE_NOTE = "before → {after}; mean of {tasks} tasks and its 95 % interval"
HEADLINE_NOTE_ONE = "before → {after}; a single new task, too few for an interval"
HEADINGS = {
    "focus": "One task, enlarged",
    "curve": "Meta-loss: how wrong it is after adapting",
    "training": "Training tasks",
    "new": "New tasks, never trained on",
    "errors": "Every task, before and after adapting",
    "readings": "What is happening",
}
TILE_HINT = "Number: its error. Click a task to enlarge it."
SCRUBBER = "Inner steps taken"
SCRUBBER_ONCE = "Before (0) or after (1) adapting"
SCRUBBER_HELP = "0 shows the model before it adapts; move it to see all tasks adapt step by step."
ENLARGED = "Enlarged task"
TASK_NAME = {True: "New task {number}", False: "Training task {number}"}
LOG = "Log scale"
AFTER_WORD = {"none": "after adapting", "other": "combined answer of the task models"}
WAITING = "Starting the engine. The first picture comes in a few seconds."
MANY = "Many are training on this machine now, so pictures come more slowly."
MANY_HELP = "Everybody gets an equal share. Whoever watches what others have trained already waits for nobody."
STALE = "Preparing the new settings. The pictures still show the previous ones."
FAULT = "Something went wrong while training. Press Play to try again from the step that was reached, or Reset."
SHARE_HELP = "The address in your browser always holds the whole run. Copy it, and others see the same numbers."
CHANGED = "Dials were moved on the way (dotted lines). The shared address starts with the present dials from step 0."
STEPS = "Meta-step **{step:,}**"
RATE = " · {rate:,.0f} a second"
STOPPED = "Meta-step **{step:,}** · {why}"
EARLIER = "Computed here {ago} ago"
EARLIER_HELP = (
    "This server has trained this very run before. It is shown from its beginning, and goes on live at its end."
)
UNITS = {"d": 86400, "h": 3600, "min": 60}  # seconds of each, the longest first
WHY = {"paused": "paused", "levelled": "stopped: no longer improving", "diverged": "stopped: the numbers got too large"}
STORY = "A tour in six sentences"
SENTENCES = {
    "tasks": "Each small picture is a **task** of its own, and no two are alike.",
    "before": "Before it adapts, the model answers all of them alike. **Look at inner step 0.**",
    "after": "A few steps on a task’s own points, and each gets its own answer. **Look at the last step.**",
    "other": "New tasks count: none was ever trained on. **Enlarge another one.**",
    "slow": "Practice improves where adapting begins. **Watch it one meta-step at a time.**",
    "few": "Three tasks can be learned by heart, and then new ones fail. **Try three.**",
}
STRIP = {
    "learner": "Choose a learner",
    "tasks": "Make tasks",
    "adapt": "Adapt to each",
    "ask": "Ask new ones",
    "improve": "Improve the learner",
}
STRIP_TASKS = {"some": "{tasks:,} tasks", "endless": "an endless stream"}
STRIP_STEP = "step {step:,}"
FORMULA = {
    "w": "for each task, by its own points",
    "θ": "for the learner, by the points not seen",
}
READINGS = {
    "diverged": "The numbers grew without bound after step {step:,}. The last good state is shown. Lower **beta** (or "
                "**alpha**) and press Play.",
    "alpha_too_large": "**Alpha is too large**: on {tasks} of {of} new tasks the loss rises with the first inner step.",
    "collapsed": "**The average has collapsed**: {tasks} of {of} new tasks get the same class everywhere. Models of "
                 "unrelated tasks cancel out.",
    "few_tasks": "**Too few tasks**: {training} on the training tasks, but {new} on new ones. The model memorises. "
                 "Give it more training tasks.",
    "levelled": "It has stopped improving on held-out tasks at step {step:,}. Press Continue to train on anyway.",
    "no_gain": "Adapting does not help yet: after it, new tasks are answered no better than before.",
    "near_floor": "This is close to the best that is possible ({floor}).",
    "beats_scratch": "Practice pays: a network trained from scratch on the same support points reaches {scratch}, this "
                     "model {after}.",
    "behind_scratch": "Not there yet: a network trained from scratch on the same support points reaches {scratch}.",
    "like_scratch": "No difference shown to training from scratch ({scratch}).",
    "no_help": "**“{rival}” is better on these data so far**: it reaches {value}, and meta-learning {after}. {instead}",
    "helps": "Meta-learning helps on these data: it reaches {after}, and “{rival}”, the best that needs none, {value}.",
    "even": "No difference shown: meta-learning reaches {after}, and “{rival}”, the best that needs none, {value}.",
    "untold": "**Too few new tasks to tell** ({tasks}): meta-learning reaches {after}, and “{rival}” {value}. About "
              "{needed} new tasks would show a difference like this.",
    "adapting": "Adapting improves {tasks} of {of} new tasks.",
}  # fmt: skip
INSTEAD = {  # when to use what was better
    "pooled": "The tasks hardly differ: one model for all of them is enough.",
    "scratch": "The tasks have little in common: train on each alone.",
    "centroid": "The known rows lie so well apart that the nearest average is enough.",
    "shrunken_mean": "The columns tell little beyond how high a task lies: its own mean is enough.",
    "mixed": "Straight lines describe these tasks well: use a mixed model.",
    "boosting": "The columns matter more than the task: use boosted trees.",
    "boosting_means": "The columns and the task’s level are enough: use boosted trees that are told its mean.",
}
ALT = {
    "focus": "{name} after {stage} inner steps: {kind}. Error before {before}, after {after}.",
    "boundary": "coloured areas show which class the model gives each place, with support points filled",
    "images": "the support images with their labels, and query images with the answers, ticked where they are right",
    "wave": "true curve, support points, and the fit before and after adapting",
    "line": "support points, and the fit before and after adapting",
    "curve": "Meta-loss over {steps} meta-steps. Training tasks: from {first:.3f} to {last:.3f}. Held-out tasks: now "
             "{held:.3f}.",
    "mosaic": "{count} {name} after {stage} inner steps. Mean error after adapting {after}.",
    "errors": "Error of each task before and after adapting. Training tasks: mean {training}. New tasks: mean {new}.",
}  # fmt: skip
