# tries to: sleep for ever
# expect: error ran longer
import time
time.sleep(10 ** 6)
