# tries to: replace the standard library's archive
# expect: either
import os, sys
os.rename('/lib/python314.zip', '/tmp/x.zip')
import wave
