"""The same meta-training in other libraries, one a file, and in ours."""
