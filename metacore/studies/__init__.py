"""What the pages are about: each study has its question, its work on a worker, and its figures."""
