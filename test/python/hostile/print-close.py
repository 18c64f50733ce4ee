# tries to: close standard output
# expect: either
import sys, os
sys.stdout.close(); os.close(1); os.close(2); os.close(0)
