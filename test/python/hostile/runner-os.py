# tries to: patch os and time
# expect: either
import os, time, sys
os.read = os.write = os.readv = None
time.monotonic = None
sys.modules['os'] = None
