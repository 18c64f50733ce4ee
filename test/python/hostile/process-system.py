# tries to: run a shell
# expect: value true
import os
os.system('echo taken > ' + canary_file) != 0
