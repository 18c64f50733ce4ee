# tries to: fork
# expect: error
import os
os.fork()
