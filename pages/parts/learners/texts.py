"""The words of the page Base learners."""

TITLE = "Base learners"
INTRO = (
    "A base learner learns **one** task, from its few points alone. Meta-learning can improve it: many training tasks "
    "show which of its settings work. Whether that helps is judged on new tasks."
)
EXAMPLES = {
    "first": ("Support vectors on moons", "family=moons&learner=svm",
              "The library's own settings suit no task in particular. Each dot is an attempt with others, on the same "
              "training tasks. Watch the line fall, then see whether that holds on new tasks."),
    "forest": ("A forest on lines", "family=linear&learner=random_forest",
               "A forest has more settings, and each attempt takes longer."),
}  # fmt: skip
BY_GRADIENT = (
    "**Improved by meta-gradient.** A network's starting weights can be improved directly: the error on new tasks says "
    "how to move them. That is what the Playground shows."
)
BY_SEARCH = (
    "**Improved by search.** This learner has no gradient to follow. Its settings are tried on training tasks, and "
    "what was learned from each attempt decides what to try next."
)
TO_PLAYGROUND = "Watch it in the Playground"
START, PAUSE, GO_ON, AGAIN = "Improve", "Pause", "Go on", "Start over"
START_HELP = "Makes {count} attempts on training tasks. The new tasks are never used to choose."
AGAIN_HELP = "Forgets all attempts. The same seed gives the same search."
GROUPS = {"The tasks": ("family", "shots", "noise", "seed"), "The learner": ("learner",)}
STARTING = "Starting the engine. The first picture comes in a few seconds."
FAULT = "Something went wrong while computing. Press “Start over” to try again."
PROGRESS = "Attempt {done} of {all}"
HEADINGS = {
    "search": "Error so far, on training tasks",
    "importance": "How much each setting matters",
    "settings": "Best settings so far",
    "verdict": "On new tasks",
    "tasks": "The same six new tasks",
}
NOTES = {
    "search": "Dots: attempts. Line: the best so far. Dashed: the library's own settings.",
    "importance": "Share of the differences in error that each setting explains.",
    "tasks": "Number: error on the task.",
}
LATER = "Comes after {count} attempts."
READY = "Press **Improve** to look for better settings."
ROWS = {"default": "Library's settings", "improved": "Best settings found"}
COLUMNS = ("Settings", "Error on new tasks", "New tasks measured")
SETTING_COLUMNS = ("Setting", "Library", "Best so far")
BETTER = "The search **helped**: {difference} less error than with the library's settings."
WORSE = "The search **did not carry over**: {difference} more error than with the library's settings."
TIED = "**No difference shown** between the settings found and the library's."
AWAITED = "The best settings are judged on the new tasks once the search rests."
SAME = "The library's settings are still the best that was tried."
YARDSTICK_LINE = "{name}: {value}."
AXES = {"attempts": "Attempt", "error": "Share of wrong answers", "mse": "Mean squared error"}
SHARE_HELP = "The address in your browser holds all settings. Copy it, and others make the same search."
ALT = {
    "search": "Error on training tasks over {count} attempts: the library's settings {first}, the best so far {best}.",
    "importance": "Importance of settings: {values}.",
    "tasks": "Six new tasks answered with the {row}, errors {values}.",
}
