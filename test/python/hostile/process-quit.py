# tries to: leave through quit
# expect: error SystemExit
quit()
