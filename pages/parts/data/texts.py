"""The words of the page Your data."""

TITLE = "Your data"
INTRO = (
    "Bring a table in which every row belongs to one of **many similar tasks**: sales of shops, readings of patients, "
    "pupils of schools. The model practises on some of them and then has to answer for **others it has never seen**."
)
UPLOAD = "Choose a file: CSV, Excel (.xlsx) or Parquet"
UPLOAD_HELP = (
    "One row for each observation, and a header that names the columns. At most {size} MB, {rows:,} rows and "
    "{columns:,} columns. The file stays in the server's memory for this visit only: it is never saved, and nobody "
    "else can see it. Where the server does not take it, others are sending theirs: wait a minute, then choose again."
)
PRIVATE = "Only for this visit, never saved. Too large a table? Save it as Parquet, or with fewer columns."
EXAMPLES = "Or take one that is ready"
EXAMPLE = (
    "**This is an example: {label}.** Below, a model practises. Watch its error on tasks that it has never seen fall. "
    "Your own table takes the place of this one, and waits until you press a button."
)
DIGITS = "{label}: pictures, in the Playground"
READING = "Reading the file …"
FAULTY_FILE = "**{name}** can't be used. {fault}"
FAULTY_CHOICE = "This choice gives no tasks yet. {fault}"
FAULTY_ADDRESS = "The address asks for something that is not possible, so something else was chosen. {fault}"
OWN_MISSING = "This address was made with somebody's own file, which does not travel with it. Choose the file again."
SOURCE = "Source: [{source}]({url})"
STEPS_TITLE = "From table to tasks"
STEPS = {
    "look": "1 · Look at it",
    "choose": "2 · Say what is what",
    "report": "3 · What is kept, and what is not",
}
SIZE = "**{name}**: {rows:,} rows, {columns:,} columns"
NOTES = "What was noticed while reading"
READ_OTHERWISE = "Read it otherwise"
SHEET = "Sheet"
SHEET_HELP = "The sheet of the workbook that is read. At first it is the one that holds the most."
ENCODING = "Letters"
ENCODING_HELP = "How the file spells its letters. Choose another one where names look wrong."
FILL_DOWN = "Fill down"
FILL_DOWN_HELP = "In these columns an empty cell means the same as the cell above."
KEEP = {"subtotals": "Rows of totals are data too", "units_row": "A row of units is data too"}
COLUMN = "Column"
COLUMN_HELP = "Each column, and what its cells were read as."
AS = "Read it as"
WAYS = {
    "": "what its cells say",
    "text": "text",
    "number": "numbers",
    "decimal_point": "numbers with a decimal point",
    "decimal_comma": "numbers with a decimal comma",
    "date": "dates",
    "day_first": "dates, the day first",
    "month_first": "dates, the month first",
    "yes_no": "yes or no",
}
TASK = "What names the task"
TASK_HELP = (
    "All rows with the same value in this column are one task, such as a shop or a patient. A column of numbers or "
    "dates can also be cut into bands."
)
TARGET = "What is asked for"
TARGET_HELP = "The column that the model has to predict."
FEATURES = "What the model is told"
FEATURES_HELP = "The columns from which it predicts. Leave out what would give the answer away."
KEPT = "Kept"
LEFT = "Left out or changed"
NOTHING_LEFT = "Nothing was left out or changed."
HELD_OUT = (
    "Three tasks of five are practised on, one of five tells when to stop, and one of five is new: none of its rows is "
    "ever trained on. Numbers are scaled by the rows of the training tasks alone."
)
TRAIN = "Train on it"
TRAIN_HELP = "Starts meta-learning on the tasks above. All dials are in the sidebar."
TRAIN_AGAIN = "Train on the new choice"
CHANGED = "The choices above have changed since this training began. It goes on with the earlier ones."
SHARE_HELP = (
    "The address in your browser holds your choices and all settings. A file of your own does not travel with it: who "
    "opens it has to choose the same file."
)
RIVALS = "Held against what people use"
RIVALS_HELP = (
    "At meta-step {step:,}. All answer the same rows of the same new tasks, and know the same rows of them; the others "
    "learn from the rows of the training tasks. Better or worse: task by task, beyond the 95 % interval."
)
RIVALS_LATER = "Comes once the others have been fitted."
RIVAL_COLUMNS = {
    "rival": "Who answers",
    "error": "Off on new tasks",
    "verdict": "Meta-learning is",
    "what": "What it is",
}
RIVAL_VERDICTS = {"ahead": "better", "behind": "worse", "same": "not shown to differ"}
OWN = "What is trained here."
TASKS = "All new tasks"
TASKS_HELP = (
    "As it stood at meta-step {step:,}. None of these was practised on. Those that gain most against the best rival "
    "come first. Click at the left end of a line to see that task above."
)
COLUMNS = {
    "task": "Task",
    "rows": "Rows",
    "known": "Known rows",
    "before": "Off before adapting",
    "after": "Off after adapting",
    "gain": "Gain against it",
}
TAKE = "Take it away"
TAKE_HELP = "Each file holds what has been learned at the moment you press its button."
FILES = {
    "predictions": ("Predictions", "The answer to every row of the new tasks, as a table (CSV)."),
    "scores": ("Scores", "The error of each new task, before and after adapting, and of every yardstick (CSV)."),
    "model": ("Trained model", "What was learned across tasks, as plain numbers (.npz)."),
    "script": ("Python script", "Ten lines that load the trained model and adapt it to a new task."),
}
FILL = "Fill in what you don't know"
FILL_OWN = (
    "{rows} of your file have no {target}. It comes back with all its rows and columns, and the answers beside them, "
    "each from all rows of its task in which {target} is known."
)
FILL_NONE = "Every row of this table has a {target}. In a file of your own, leave it empty where you want to know it."
FILL_ALONE = "The model answers alone here, by adapting. The ensemble that was chosen has no part in it."
COMPLETED = "{name}, completed (.{ending})"
COMPLETED_HELP = "Every row of the file, with the answer and how it is known."
OTHER = "Use it on another file"
OTHER_HELP = "It takes the columns {columns}. Rows that have a {target} tell about their task; all others are answered."
OTHER_UPLOAD = "Choose a file to be completed"
MODEL = "Use a model that you saved"
MODEL_UPLOAD = "Choose a trained model (.npz)"
MODEL_KNOWS = "**{name}** predicts {target} of each {task}. It is told {features}."
