"""The words of the page Your task."""

TITLE = "Your task"
INTRO = (
    "Draw a task of your own: a few points, each of a class. Everyone below sees **your points and nothing else**, and "
    "says at once what the rest of the plane should be."
)
INTRO_VALUES = (
    "Draw a task of your own: a few points along a curve. Everyone below sees **your points and nothing else**, and "
    "says at once how the curve goes on."
)
INTRO_GAME = (
    "A straight line splits the plane, and you see a few points. Drag the two handles to where you think "
    "the line runs. The machines get **the same points**. Who is closer?"
)
EXAMPLES = {
    "three": ("Three points", "family=linear&points=-1.2_0.9_1~0.4_1.6_1~0.9_-0.8_0",
              "Three points leave much open. Who has practised on many such tasks guesses how they usually go on."),
    "clouds": ("Four clouds", "family=blobs&classes=4&points=-2_1.6_0~-1.4_2.1_0~1.8_1.7_1~2.2_1.1_1~-1.7_-1.6_2~"
               "-2.3_-2.1_2~1.6_-2_3",
               "Four classes, one to three points of each. Drag a point and watch its region follow."),
    "wave": ("A wave from three points", "family=sinusoid&algorithms=alpaca,maml&learners=gradient_descent&"
             "ensembles=stacking&points=-3_2~-1.4_-1~1_-1.5",
             "Who has seen waves draws a wave. Who knows only the three points cannot know."),
    "tricky": ("Not a line at all", "family=linear&points=-1_-1_0~1_1_0~-1_1_1~1_-1_1",
               "No line parts these classes. Practice on lines is no help here: compare with those from scratch."),
}  # fmt: skip
MODES = {"draw": "Draw a task", "game": "Beat the machine"}
MODE = "What you do"

UNDO, UNDO_HELP = "Undo", "Takes back your last change on the canvas."
CLEAR, CLEAR_HELP = "Clear", "Takes everything off the canvas."
DICE, DICE_HELP = "Dice", "Puts the first points of some new task on the canvas. Nobody was trained on it."
REVEAL, REVEAL_HELP = "Reveal the truth", "Shows the hidden task's true answer, and how wrong everyone is."
LINE, LINE_HELP = (
    "Draw the truth",
    "Puts a line on the canvas that is the truth. Drag its handles; all are scored on it.",
)
NO_LINE, NO_LINE_HELP = "Remove the truth", "Takes the true line off the canvas."
SWAP, SWAP_HELP = "Swap sides", "The two classes change sides of the line."
DONE, DONE_HELP = "Done: compare", "Shows the true line and the error of everyone."
NEXT, NEXT_HELP = "Next round", "Another hidden task that nobody was trained on."
TABLE, TABLE_HELP = "Points as a table", "The same points to type in. Add a row at its foot; mark rows to delete them."
COLUMNS = ("x", "y", "Class")
CLASS_NAMES = ("blue square", "orange circle", "purple diamond", "yellow triangle", "grey cross")
CLASS_SIGNS = ("■ blue", "● orange", "◆ purple", "▲ yellow", "✚ grey")
GROUPS = {
    "The tasks that they practise on": ("family", "noise"),
    "Who answers": ("algorithms", "learners", "ensembles"),
    "Practice": ("steps", "seed"),
    "Hidden tasks": ("known",),
}
MINE = "Use my Playground's model"
MINE_HELP = (
    "Your meta-learner from the Playground answers too, as far as it has got. It is yours alone: the shared address "
    "does not hold it."
)

KINDS = {
    "meta": "meta-trained",
    "fresh": "from scratch",
    "ensemble": "ensemble",
    "mine": "from your Playground",
    "ideal": "yardstick",
    "line": "your guess",
    "flat": "yardstick",
}
ABOUT = {
    "meta": "Has practised {step:,} meta-steps on other tasks of this kind.",
    "fresh": "Knows nothing but your points.",
    "ensemble": "Models of many other tasks, adapted by {basis}, answer together.",
    "mine": "Your meta-learner from the Playground, after {step:,} meta-steps.",
    "ideal": "An ideal learner that knows how such tasks are made (Bayes-optimal).",
    "line": "The line that you placed.",
    "flat": "The same answer everywhere: the more frequent class, or zero.",
}
LABELS = {"ideal": "Best possible", "flat": "Always the same", "line": "You", "mine": "Mine: {name}"}
NOTE = {
    "practising": "practises: {step:,} of {steps:,}",
    "nothing": "needs a point first",
    "waiting": "thinking …",
    "failed": "could not answer this",
    "diverged": "practice went wrong: its last good state",
}
ONE_CLASS = "All your points are of one class. Place one of another class, or there is nothing to tell apart."
NO_POINTS = "No points yet: those who have practised show what they expect of any such task. The others wait."
ERRORS = {"error": "{value} wrong", "mse": "squared error {value}"}
KEYS = {"classes": "1 to {classes} place a point", "values": "the space bar places a point"}
HINTS = {
    "draw": "Click or tap to place a point. Drag it to move it, click it to remove it. With the keyboard: arrows move "
            "a cursor, {keys}, Delete removes it, Enter picks it up and puts it down.",
    "game": "Drag the two handles. With the keyboard: arrows move a cursor; Enter at a handle picks it up and puts it "
            "down.",
    "revealed": "Dotted: the true line. Dashed: yours. Open markers: the points that all were asked about.",
}  # fmt: skip
WORDS = {
    "invite": "Click here to place a point",
    "wait": "A task is being dealt …",
    "canvas": "Canvas to draw on.",
    "behind": "Behind the points:",
    "points": "points",
    "point": "point",
    "full": "That is as many points as fit: {most}.",
    "added": "Placed",
    "removed": "Removed",
    "held": "Picked up. Arrows move it, Enter puts it down.",
    "dropped": "Put down.",
    "pick": "Place points of this class (key {key})",
    "steps": "step {step} of {last}",
    "walk": "Watch them adapt, step by step",
    "slider": "Steps of adapting",
    "faces": "What everyone makes of it. Choose whom to see behind the points.",
}
STARTING = "Starting the engine. The first answers come in a few seconds; you can draw already."
FAULT = "Something went wrong while computing. Your points are kept; change anything to try again."
SCORES = "Who is closest?"
SCORE_COLUMNS = ("", "Wrong here")
SCORE_COLUMNS_VALUES = ("", "Squared error here")
SCORED_ON = {
    "line": "Your line is the truth. Asked about everywhere on the canvas.",
    "task": "Hidden task {task}, asked about {count} other points of it. On one task luck counts: the "
    "best possible is the best on average only.",
}
LINE_IDEAL = "“Best possible” takes your line for one of the kind that is practised on."
GAME_SCORE = "Score of this visit"
GAME_WAIT = "The machines are still practising. Their answers come in a moment."
GAME_NONE = "No round finished yet."
GAME_COLUMNS = ("", "This round", "All rounds", "You won")
GAME_ROUNDS = "Share of wrong answers, {rounds}. “You won”: in how many rounds you were closer."
ROUNDS = {1: "one round", 2: "{count} rounds"}
VERDICT = {
    "won": "You beat every machine this time.",
    "tied": "Nobody was better than you.",
    "lost": "{names} came closer than you.",
}
SHARE_HELP = (
    "The address in your browser holds the task: every point, who answers, and the hidden task. Copy it, and others "
    "see the same canvas."
)
