"""Run the commands that look something up: octavo keys, octavo styles and octavo words."""
