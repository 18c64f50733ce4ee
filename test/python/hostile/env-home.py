# tries to: find the host's home folder
# expect: value "/home/pyodide"
import os
os.path.expanduser('~')
