# tries to: abort
# expect: error Python ended
import os
os.abort()
