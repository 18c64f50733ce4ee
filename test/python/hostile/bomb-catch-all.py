# tries to: loop for ever and catch everything
# expect: error Python was ended
while True:
    try:
        while True: pass
    except BaseException: pass
