"""Planted: a shell with words from outside."""
import subprocess
def convert(name):
    return subprocess.run(f"convert {name} out.jpg", shell=True, check=True)
