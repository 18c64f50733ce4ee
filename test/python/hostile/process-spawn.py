# tries to: spawn a program
# expect: error
import os
os.posix_spawn('/bin/sh', ['sh', '-c', 'true'], {})
