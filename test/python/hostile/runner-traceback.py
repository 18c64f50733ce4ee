# tries to: patch traceback and linecache
# expect: either
import traceback, linecache
traceback.TracebackException = None
linecache.cache = None
1 / 0
