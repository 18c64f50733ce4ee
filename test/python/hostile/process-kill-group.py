# tries to: kill everybody
# expect: either
import os
os.kill(-1, 9)
