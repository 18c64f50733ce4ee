;; Until its own definition runs, a name means what the library's does; from then on, the program's own.
(define (show . xs) (for-each original-display xs) (newline))
(define original-display display)
(define (display x) (original-display (list 'mine x)))
(display 1) (newline) ; expect: (mine 1)

(show (list 1 2)) ; expect: (1 2)
(define list vector)
(show (list 1 2)) ; expect: #(1 2)

(eval '(begin (define old-take take) (define (take l n) (old-take l 1))) (interaction-environment))
(show (take '(1 2 3) 2)) ; expect: (1)
