# tries to: expand the environment's variables
# expect: value true
import os
os.path.expandvars('$' + canary_variable) == '$' + canary_variable
