# tries to: read the environment
# expect: value true
import os
canary_variable not in os.environ and 'PATH' not in {k for k in os.environ if '/root' in os.environ[k]}
