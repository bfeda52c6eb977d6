"""The words of the page Sweep."""

TITLE = "Sweep"
INTRO = (
    "Train a whole **map** of models at once: every cell is the same meta-learner with other values of two dials. "
    "You see at a glance where it learns well, where it is too timid and where it blows up."
)
_BRIEF = "family=linear&tasks=10&shots=10&queries=90&hidden=10&inner_steps=3&meta_batch=10"
EXAMPLES = {
    "first": ("A small map", "family=linear&tasks=10&shots=10&queries=90&hidden=10&inner_steps=1&meta_batch=10"
              "&x=alpha&xs=0.03,0.1,0.3,1,3,10&y=beta&ys=0.0003,0.001,0.003,0.01,0.03,0.1&steps=500",
              "Thirty-six models train at once. Alpha and beta say how far each moves in one step. Watch where the "
              "map turns bright: steps too small are timid, steps too large are wild."),
    "rates": ("Alpha × beta", f"{_BRIEF}&x=alpha&xs=0.01,0.03,0.1,0.3,1,3,6,10&y=beta"
              "&ys=0.0001,0.0003,0.001,0.003,0.01,0.03,0.1,0.3&steps=500"),
    "waves": ("Waves", "family=sinusoid&x=alpha&xs=0.001,0.003,0.01,0.03,0.1,0.3&y=beta"
              "&ys=0.0001,0.0003,0.001,0.003,0.01,0.1&steps=500"),
    "noise": ("Noise", "family=linear_noise&x=noise&xs=0,0.05,0.1,0.2,0.3,0.4&y=alpha"
              "&ys=0.01,0.03,0.1,0.3,1,3&steps=500"),
    "tasks": ("How many tasks?", f"{_BRIEF}&beta=0.003&x=tasks&xs=1,2,5,10,20,50,100,200&y=algorithm"
              "&ys=maml,joint&seeds=3&steps=500"),
    "shots": ("How many points?", "family=linear&inner_steps=3&x=shots&xs=1,2,5,10,20,50&y=algorithm"
              "&ys=maml,prototypical&seeds=3&steps=500"),
}  # fmt: skip
START, PAUSE, GO_ON, AGAIN = "Sweep", "Stop", "Go on", "Start over"
START_HELP = "Train all cells. What is there stays when you stop, and Go on continues from it."
AGAIN_HELP = "Forget all cells and start again from the same seed. The numbers will be the same."
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = "All numbers of this sweep, one a row."
AXES_TITLE = "What is swept"
SETTINGS = "Everything else"
ACROSS, UP = "Across", "Up"
NO_AXIS = "Nothing: a single line"
FROM_TO = "{label}: from, to"
VALUES = "{label}: which"
VALUES_HELP = "The values along this axis."
SIZE = "Values on each axis"
SIZE_HELP = "How many values of each numeric dial are tried. More make a finer map and take longer."
SIZE_OPTION = "{size} × {size}"
FRESH = "New tasks"
MEASURE = "Colour shows"
MEASURE_HELP = "The error counts what is wrong; the meta-loss is what training lowers and also counts how sure it was."
MEASURES = {"metric": {"error": "Error", "mse": "Squared error"}, "loss": {"error": "Meta-loss", "mse": "Meta-loss"}}
VALUE_OF = {"metric": {"error": "Share of wrong answers", "mse": "Mean squared error"},
            "loss": {"error": "Meta-loss", "mse": "Meta-loss"}}  # fmt: skip
READY = "{cells} cells, {steps:,} meta-steps each. Press **Sweep** to train them all."
STARTING = "Starting the engine and preparing the program. The first colours come in a few seconds."
PROGRESS = "{share:.0f} % · {done} of {all} runs measured"
LEFT = " · about {seconds:.0f} s left"
STOPPED = "Stopped. What has been trained stays."
FAULT = "Some cells could not be trained: something went wrong. The others are right. Start over tries them again."
HEADINGS = {"map": "The map", "lines": "Error on new tasks", "cell": "One cell"}
MAP_NOTE = {
    "running": "Bright is better. While cells train, they show their {what} on validation tasks.",
    "done": "Bright is better. Every cell: {what} on {tasks} new tasks. Click a cell to look into it.",
}
HATCHED = "Hatched: its numbers grew without bound. Lower alpha or beta there."
STAR = (
    "★ **Best cell**: {cell}, with **{value}** on new tasks. It is chosen on the validation tasks, so that luck on the "
    "new tasks does not choose."
)
TIED = {0: "", 1: " One other cell is not shown to differ from it.", 2: " {count} others are not shown to differ."}
HOVER = {
    "new": "{cell}<br>{value} on new tasks",
    "validation": "{cell}<br>{value} on validation tasks, step {step:,}",
    "diverged": "{cell}<br>its numbers grew without bound at step {step:,}",
}
SETTING = "{label} {value}"
CHOSEN = "The cell you clicked"
BEST = "The best cell"
CLICK = "Click a cell to see its curve. Until then the best one is shown once it is known."
SO_FAR = "on the validation tasks so far"
ON_NEW = "mean of {tasks} new tasks and its 95 % interval"
REPEATS = "The {count} repeats reach {values}."
DIVERGED = "Its numbers grew without bound after step {step:,}. The curve ends there. Lower **alpha** or **beta**."
OPEN = "Open in the Playground"
OPEN_HELP = "Opens this cell's run in a new tab and trains it there while you watch."
CURVE = "Validation tasks"
BAND_NOTE = "Line: mean of {count} repeats. Band: from the lowest to the highest. The yardsticks belong to each place."
ONE_NOTE = "One run a place. More repeats would show how much is chance."
LINES_RUNNING = " Places still training show their value on validation tasks."
CURVE_AXES = ("Meta-steps", "On validation tasks")
LINE = "Line"
SHARE_HELP = "The address in your browser holds the whole sweep. Copy it, and others sweep the same."
ALT = {
    "map": "Map of {count} cells, {across} across and {up} up. {best} {diverged} cells diverged.",
    "best": "The best is {cell} with {value}.",
    "lines": "{name}: {values}.",
    "one": "{label} from {first} to {last}",
    "curve": "Curve of the cell {cell} over meta-steps: from {first:.3f} to {last:.3f} on validation tasks.",
}
