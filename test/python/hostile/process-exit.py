# tries to: end the process
# expect: error Python ended
import os
os._exit(0)
