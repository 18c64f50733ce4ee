# tries to: run a shell and read what it says
# expect: error
import os
os.popen('cat ' + canary_file).read()
