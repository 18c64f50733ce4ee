# tries to: become another program
# expect: error
import os
os.execv('/bin/sh', ['sh', '-c', 'echo taken > ' + canary_file])
