"""The words of the page Across domains."""

TITLE = "Across domains"
INTRO = (
    "Does what was learned on one kind of task help with **another** kind? Each row was trained on one kind only. Each "
    "column is a kind it then has to answer, from a few points of each new task."
)
EXAMPLES = {
    "first": ("Three shapes", "families=linear,circles,moons&algorithm=prototypical&shots=3&steps=300",
              "One model for each shape, tried on all three. Framed: what it was trained on. Watch the other cells "
              "turn blue, where what was learned helps, or orange, where it harms."),
    "shapes": ("Shapes", "families=linear,moons,circles,xor&algorithm=maml"),
    "context": ("A transformer on shapes", "families=linear,moons,circles,xor&algorithm=transformer"),
    "images": ("Images and shapes", "families=digits,blobs,moons&classes=2&algorithm=prototypical&shots=5"),
    "tables": ("Tables and images", "families=table,digits&classes=2&dataset=breast_cancer&algorithm=transformer"),
    "waves": ("Waves", "families=sinusoid,sinusoid_frequency,sines_and_lines,gp&algorithm=maml"),
}  # fmt: skip
GROUPS = {"What is tried": ("families", "classes", "dataset", "shots"), "Learning": ("algorithm", "steps", "seed")}
START, PAUSE, GO_ON, AGAIN = "Start", "Pause", "Go on", "Start over"
START_HELP = "Train on every kind in turn, and try all others with what was learned so far."
AGAIN_HELP = "Start again from the same seed. The result will be exactly the same."
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = "All numbers of the table, one a row."
READY = "Press **Start** to fill the table."
STARTING = "Starting the engine. The first numbers come in a few seconds."
OUT = {
    "diverged": "Training on **{label}** stopped after step {step:,}: its numbers grew without bound. In the "
                "Playground, a lower beta or alpha keeps it stable.",
    "fault": "Training on **{label}** stopped: something went wrong. The others go on.",
}  # fmt: skip
PROGRESS = "{done:,} of {all:,} meta-steps"
CORNER = "Trained on ↓ · tried on →"
ROWS = {"scratch": "From scratch", "floor": "Best possible"}
VERDICTS = {"better": "helps", "worse": "harms", "same": "no difference", "open": ""}
LEFT_OUT = "does not fit"
WAITING = "…"
NOTE = (
    "Error on {tasks} new tasks after adapting. **Helps**: below training from scratch on the same points, beyond the "
    "95 % interval, task by task. Blue is better than from scratch, orange worse. Framed: the kind it was trained on."
)
HEADINGS = {"matrix": "Error after adapting", "verdicts": "In words"}
SENTENCES = {
    "better": "helps with {names}",
    "same": "makes no difference on {names}",
    "worse": "harms {names}",
    "lead": "**{label}** {parts}.",
    "misfit": "**{label}** does not fit {names}: the network has another size there. Choose the same number of "
              "classes, or a meta-learner without a size for each class, such as prototypical networks.",
}  # fmt: skip
VERDICT_LATER = "Comes once training from scratch has been measured."
COLUMNS = (
    "trained on",
    "tried on",
    "before",
    "after",
    "interval",
    "from scratch",
    "difference",
    "its interval",
    "verdict",
)
SHARE_HELP = "The address in your browser holds the whole table. Copy it, and others fill the same one."
