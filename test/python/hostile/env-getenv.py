# tries to: read the canary variable
# expect: value null
import os
os.getenv(canary_variable)
