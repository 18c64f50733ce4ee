;; A record's accessor, called with something else.
(struct point (x y))
(define p (point 1 2))
(point-x (list p))                             ; expect error: point-x: expected a point as argument 1
