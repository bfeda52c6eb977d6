"""The words of the page Compare."""

TITLE = "Compare"
INTRO = (
    "Let methods race: the same tasks to practise on, the same new tasks to be judged on, the same number of steps or "
    "seconds for everyone."
)
EXAMPLES = {
    "opposite": ("Opposite labels", "methods=joint,maml,prototypical&family=opposite&steps=1000",
                 "Every task has a twin with all labels swapped. Joint training, one answer for all tasks, stays at a "
                 "coin toss. The others look at a few points of each new task first: watch their error fall."),
    "lines": ("Lines", "methods=maml,reptile,prototypical,transformer&family=linear&steps=2000"),
    "waves": ("Waves", "methods=maml,meta_sgd,ridge,alpaca&family=sinusoid&steps=2000"),
    "seconds": ("Against the clock", "methods=fomaml,maml,cnp,transformer&family=linear&pace=seconds&seconds=10"),
}  # fmt: skip
METHODS = "Methods"
METHODS_HELP = "Two to six. Only methods that can answer this kind of task are offered."
START, PAUSE, GO_ON, AGAIN = "Race", "Pause", "Go on", "Start over"
START_HELP = "Train all methods in turn. The one that is furthest behind goes next."
AGAIN_HELP = "Start again from the same seed. The result in steps will be exactly the same."
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = "All numbers of this race, one a row."
SETTINGS = "Tasks and length"
READY = "Choose who races and press **Race**."
STARTING = "Starting the engine. The first numbers come in a few seconds."
LATER = "Comes after a few updates."
OUT = {
    "diverged": "**{label}** fell out after step {step:,}: its numbers grew without bound. In the Playground, a lower "
                "beta or alpha keeps it stable.",
    "fault": "**{label}** fell out: something went wrong while it trained. The others go on.",
}  # fmt: skip
HEADINGS = {
    "loss": "Held-out meta-loss",
    "board": "Leaderboard",
    "grid": "The same six new tasks",
    "stages": "Error against inner steps",
    "shots": "Error against support points",
    "compute": "Error against seconds",
}
NOTES = {
    "stages": "How the answer to new tasks improves while a method adapts. Methods that adapt at once have one step.",
    "shots": "Only the number of points for adapting changes; training stays as it was.",
    "compute": "Seconds of training alone, compiling aside. They depend on the machine and on who else uses it.",
    "grid": "One row a method, one column a task. Number: error after adapting.",
}
AXES = {
    "steps": "Meta-steps",
    "seconds": "Seconds",
    "loss": "Meta-loss",
    "stages": "Inner steps",
    "shots": "Support points",
    "error": "Share of wrong answers",
    "mse": "Mean squared error",
}
BOARD = ("Place", "Method", "Error on new tasks", "Behind the leader", "Above the best possible", "Steps", "Seconds")
LEADER, TIED, BEHIND = "leads", "no difference shown", "{difference} worse"
SPREAD = " (repeats: {low} to {high})"
BOARD_NOTE = (
    "Mean over {tasks} new tasks with its 95 % interval. Differences are taken task by task. "
    "“No difference shown”: the interval of the difference covers zero."
)
YARDSTICK_LINE = "{name}: {value}."
SHARE_HELP = "The address in your browser holds the whole race. Copy it, and others race the same."
ALT = {
    "lines": "{name}: {values}.",
    "one": "{label} ends at {value}",
    "grid": "Six new tasks answered by {label}, errors {values}.",
}
