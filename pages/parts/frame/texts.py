"""The words that several pages share; every page has its own beside its board."""

from __future__ import annotations

PRODUCT = "Meta-Learning Playground"
NAVIGATION = {
    "app.py": ("Playground", ":material/play_circle:"),
    "pages/task.py": ("Your task", ":material/draw:"),
    "pages/compare.py": ("Compare", ":material/sports_score:"),
    "pages/sweep.py": ("Sweep", ":material/grid_on:"),
    "pages/transfer.py": ("Across domains", ":material/move_down:"),
    "pages/ensembles.py": ("Ensembles", ":material/groups:"),
    "pages/learners.py": ("Base learners", ":material/forest:"),
    "pages/data.py": ("Your data", ":material/table_view:"),
    "pages/guide.py": ("How it works", ":material/menu_book:"),
    "pages/methods.py": ("Catalogue", ":material/list:"),
}
NOISE_NOTES = {
    "classification": " Here: the share of support labels that are wrong.",
    "regression": " Here: the typical size of the error added to support values.",
}
NO_ENSEMBLE_LABEL = "None: adapt to the new task"
ENDLESS = "endless"
OPTIONS = {
    "objective": {"combined": "The combined answer", "own": "Each model by itself"},
    "answers": {"classification": "A class", "regression": "A value"},
    "dataset": {"own": "A table of my own"},
    "shapes": {"upright": "As they are", "turned": "Turned by quarters too", "warped": "Turned and warped too"},
}
YARDSTICKS = {
    "floor": "Best possible",
    "pooled": "One model for all",
    "scratch": "From scratch",
    "centroid": "Nearest average",
    "majority": "Always the same class",
    "zero": "Always zero",
    "mean": "Always the average",
    "unadapted": "Best without adapting",
    "shrunken_mean": "The task’s own mean, shrunken",
    "mixed": "Mixed model",
    "boosting": "Boosted trees",
    "boosting_means": "Boosted trees with means",
}
YARDSTICK_HELP = {
    "floor": "An ideal learner that knows how tasks are made (Bayes-optimal).",
    "pooled": "One model trained on all rows of the training tasks together; it never adapts.",
    "scratch": "A fresh network trained on the support points alone.",
    "centroid": "The class whose support points are closest on average, as the data are.",
    "majority": "Every point gets the more frequent class.",
    "zero": "Zero everywhere.",
    "mean": "Every point gets the average of the training tasks.",
    "unadapted": "The best answer that never looks at the support points.",
    "shrunken_mean": "The mean of the task’s known rows, drawn towards that of all tasks where few are known.",
    "mixed": "What statisticians use first: a line for all tasks, and how each differs from it.",
    "boosting": "Trees on the rows of all training tasks, which take no notice of the task.",
    "boosting_means": "The same trees, told the means of the task’s known rows.",
}
SILENT = "The engine is busy and has sent nothing for a while. It goes on by itself, and nothing is lost."
FAULTY_ADDRESS = "The address asks for something that is not possible. The default is used instead. {fault}"
FAULTY_DIAL = "That value was not taken. {fault}"
SHARE = "Share this run"
ABOVE = {"open": "—", "at": "at the best possible", "above": "{share:.0f} % above it", "times": "{times:.1f} times it"}
