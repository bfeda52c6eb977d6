"""What is said to a browser before there is a page."""

HOST = """This server is not known under the name “{name}”.

If it is yours, start it with this name among those that it answers to:

    streamlit run app.py --server.allowedHosts={name}
"""
OTHER_VISIT = "This file is for a visit of another browser. Reload the page, then choose the file again."
VISIT_FULL = "Other files of this visit are still on their way. Wait a moment, then choose the file again."
SERVER_FULL = "Many others are sending files at this moment. Wait a minute, then choose the file again."
# Figures for the operator, by the names under which the app's parts tell them.
GAUGES = {
    "sharing": "Runs and other things of visitors that have calls with the workers, or in line.",
    "runs_watched": "Runs that somebody has asked for in the last seconds.",
    "runs_held": "Runs whose updates are in memory.",
    "updates": "Updates of runs that were computed since the server started, each for all who watch.",
    "calls_waiting": "Calls in line for the workers.",
    "calls_answered": "Calls that the workers have answered since the server started.",
    "seconds_of_silence": "Seconds since a call was answered, while the workers have some.",
    "workers": "Worker processes.",
    "workers_bytes": "Memory of all workers together.",
    "largest_worker_bytes": "Memory of the largest worker.",
    "server_bytes": "Memory of the server itself.",
}
