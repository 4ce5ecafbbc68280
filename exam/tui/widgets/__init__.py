"""What both faces are built of: safe text, dialogs, the bar of keys; knows the ground and the words, nothing else."""
