# tries to: print for ever and swallow the error
# expect: error
while True:
    try: print('x' * 1000)
    except OSError: pass
