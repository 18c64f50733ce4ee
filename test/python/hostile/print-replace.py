# tries to: replace standard output
# expect: either
import sys
sys.stdout = None
print('lost')
