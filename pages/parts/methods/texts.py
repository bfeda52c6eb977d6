"""The words of the page Catalogue."""

KIND = {
    "extrinsic": "Extrinsic meta-learning: what is learned comes through the tasks",
    "intrinsic": "Intrinsic meta-learning: the learning rule itself is learned",
    "none": "A baseline: no meta-learning",
}
SERVED = "For: {kinds}"
SERVES = {"classification": "classes", "regression": "values"}
FIELD_KIND = "in the literature: {kind}"
TITLE = "Catalogue"
INTRO = "Everything that can be chosen in the Playground, with its source."
PARTS = {
    "algorithms": "Meta-learners",
    "families": "Kinds of task",
    "learners": "Base learners",
    "combiners": "Ensembles",
    "pools": "Pools of models",
    "dials": "Dials",
}
METHOD_LINES = "*Learns:* {learns}  \n*Adapts:* {adapts}"
DIAL_COLUMNS = ("Dial", "What it does", "Allowed", "Default")
