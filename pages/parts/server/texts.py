"""What is said to a browser before there is a page."""

HOST = """This server is not known under the name “{name}”.

If it is yours, start it with this name among those that it answers to:

    streamlit run app.py --server.allowedHosts={name}
"""
OTHER_VISIT = "This file is for a visit of another browser. Reload the page, then choose the file again."
VISIT_FULL = "Other files of this visit are still on their way. Wait a moment, then choose the file again."
SERVER_FULL = "Many others are sending files at this moment. Wait a minute, then choose the file again."
