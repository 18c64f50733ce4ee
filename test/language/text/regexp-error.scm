; A mistake in a pattern: the place in the pattern, on the line of the call.
(define source "a(b")
(regexp source) ; expect error: this `(` is never closed, at character 2 of the pattern: a «here» (b
