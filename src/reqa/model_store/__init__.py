"""The models' files: what there is, where to fetch it, and the folder that holds what was verified."""
