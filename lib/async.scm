;;; Doing many things at once: map-async and its friends, on fibers and scopes.

;;> (await-all handles)
;;> Waits for every handle of a list (or vector) and gives the list of their values.
;;> (await-all (list (spawn (lambda () 1)) (spawn (lambda () 2)))) => (1 2)
(define (await-all handles)
  (map await (if (vector? handles) (vector->list handles) handles)))

;;> (await-any handles)
;;> Waits for the first handle that settles: its value, and the list of the handles that remain.
;;> (call-with-values (lambda () (await-any (list (spawn (lambda () (sleep 1) 1)) (spawn (lambda () 2))))) (lambda (first rest) (for-each cancel rest) (list first (length rest)))) => (2 1)
(define (await-any handles)
  (let ([scope (%make-scope)] [all (if (vector? handles) (vector->list handles) handles)])
    (when (null? all) (error "await-any: expected at least one handle"))
    (for-each (lambda (h) (%scope-add scope h h)) all)
    (let ([first (vector-ref (%scope-next scope) 0)])
      (values (await first) (remq first all)))))

;;> (with-timeout seconds thunk)
;;> The value of thunk, or an error once so many seconds have passed; what thunk does then, in Python too, is interrupted.
;;> (with-timeout 5 (lambda () 'quick)) => quick
(define (with-timeout seconds thunk)
  (unless (and (real? seconds) (>= seconds 0))
    (%wrong-argument 'with-timeout 1 "a number of seconds that is not negative" seconds))
  (unless (procedure? thunk) (%wrong-argument 'with-timeout 2 "a procedure of no arguments" thunk))
  (%with-scope
    (lambda (scope)
      (%scope-deadline scope 'timer seconds)
      (%scope-start scope 'body thunk)
      (let ([settled (%scope-next scope)])
        (if (eq? (vector-ref settled 0) 'timer)
            (%raise-timeout seconds)
            (%outcome settled))))))

;;> (map-async f items #:max-concurrent [n 20] #:on-error [on-error #f] #:progress [progress #t] #:batch [batch #f])
;;> The values of f for every item, in order, each in a fiber of its own and at most n at a time.
;;> (map-async (lambda (x) (* x x)) '(1 2 3)) => (1 4 9)
(define (map-async f items
                   #:max-concurrent [max-concurrent 20] #:on-error [on-error #f] #:progress [progress #t] #:batch [batch #f])
  (let ([results (%make-results)])
    (%run-items 'map-async f items max-concurrent on-error progress batch
                (lambda (i value) (%results-set! results i value)))
    (%results->list results)))

;;> (for-each-async f items #:max-concurrent [n 20] #:on-error [on-error #f] #:progress [progress #t])
;;> Calls f on every item like map-async, for its effects.
;;> (for-each-async (lambda (x) x) '(1 2 3)) =>
(define (for-each-async f items #:max-concurrent [max-concurrent 20] #:on-error [on-error #f] #:progress [progress #t])
  (%run-items 'for-each-async f items max-concurrent on-error progress #f void))

;;> (filter-async pred items #:max-concurrent [n 20] #:on-error [on-error #f] #:progress [progress #t])
;;> The items for which pred gives a true value, in order; pred runs like the procedure of map-async.
;;> (filter-async odd? '(1 2 3)) => (1 3)
(define (filter-async pred items #:max-concurrent [max-concurrent 20] #:on-error [on-error #f] #:progress [progress #t])
  (let ([kept (map-async (lambda (item) (cons (await (pred item)) item)) items
                         #:max-concurrent max-concurrent
                         #:on-error (and on-error (lambda (item e) (cons (on-error item e) item)))
                         #:progress progress)])
    (map cdr (filter car kept))))

;; One fiber per item; `deliver` gets each value with the item's index. The first failure cancels the others.
(define (%run-items who f items max-concurrent on-error progress batch deliver)
  (unless (procedure? f) (%wrong-argument who 1 "a procedure" f))
  (unless (and (exact-integer? max-concurrent) (> max-concurrent 0))
    (%wrong-argument who "#:max-concurrent" "an exact positive integer" max-concurrent))
  (when (and on-error (not (procedure? on-error))) (%wrong-argument who "#:on-error" "a procedure of an item and an error" on-error))
  (let* ([next-item (%item-source who items)]
         [total (%item-count items)]
         [work (lambda (item) (await (f item)))]
         [guarded (if on-error
                      (lambda (item) (guard (e (#t (on-error item e))) (work item)))
                      work)]
         ; A batch is one request for all: nothing is gained by holding items back.
         [in-flight (if batch (or total max-concurrent) max-concurrent)]
         [guarded (if batch (lambda (item) (parameterize ([%batch #t]) (guarded item))) guarded)])
    (%with-scope
      (lambda (scope)
        (let loop ([index 0] [active 0] [finished 0] [more #t])
          (cond
            [(and more (< active in-flight))
             (let ([item (next-item)])
               (if (eof-object? item)
                   (loop index active finished #f)
                   (begin
                     (%scope-start scope (cons index item) (lambda () (guarded item)))
                     (loop (+ index 1) (+ active 1) finished #t))))]
            [(> active 0)
             (let* ([settled (%scope-next scope)] [key (vector-ref settled 0)])
               (if (eq? (vector-ref settled 1) 'done)
                   (begin
                     (deliver (car key) (vector-ref settled 2))
                     (when progress (%progress (+ finished 1) total))
                     (loop index (- active 1) (+ finished 1) more))
                   (raise (%item-error (vector-ref settled 2) (car key) (cdr key) finished))))]
            [else (void)]))))))

;; Calls f with a fresh scope that is closed when f is left, however that is.
(define (%with-scope f)
  (let ([scope (%make-scope)])
    (dynamic-wind
      void
      (lambda () (f scope))
      (lambda () (%scope-close scope)))))

;; The value of what %scope-next gave, or its error raised again.
(define (%outcome settled)
  (if (eq? (vector-ref settled 1) 'done)
      (vector-ref settled 2)
      (raise (vector-ref settled 2))))

;; A procedure that gives the next item, then eof objects.
(define (%item-source who items [place 2])
  (cond
    [(or (pair? items) (null? items))
     (lambda ()
       (if (pair? items)
           (let ([item (car items)]) (set! items (cdr items)) item)
           (eof-object)))]
    [(vector? items)
     (let ([i 0])
       (lambda ()
         (if (< i (vector-length items))
             (let ([item (vector-ref items i)]) (set! i (+ i 1)) item)
             (eof-object))))]
    [(procedure? items) items]
    [(input-port? items) (lambda () (read-line items))]
    [else (%wrong-argument who place "a list, a vector, a generator or a port" items)]))

;; How many items there are, #f where nobody knows.
(define (%item-count items)
  (cond [(list? items) (length items)] [(vector? items) (vector-length items)] [else #f]))

;;> (channel)
;;> A queue between fibers: channel-put! adds, channel-get waits for something to take.
;;> (let ([c (channel)]) (channel-put! c 1) (channel-get c)) => 1
(define (channel)
  (%make-channel '() '() '()))

;;> (channel? x)
;;> Whether x is a channel.
;;> (channel? (channel)) => #t
(define-record-type %channel
  (%make-channel front back waiting)
  channel?
  (front %channel-front %set-channel-front!)
  (back %channel-back %set-channel-back!)
  (waiting %channel-waiting %set-channel-waiting!))

;;> (channel-put! channel value)
;;> Adds a value to a channel and wakes the fiber that has waited longest.
;;> (let ([c (channel)]) (channel-put! c 'a) (channel-put! c 'b) (channel-get c) (channel-get c)) => b
(define (channel-put! channel value)
  (let ([waiting (%channel-waiting channel)])
    (cond
      [(pair? waiting)
       (%set-channel-waiting! channel (cdr waiting))
       (%settle! (car waiting) value)]
      [else (%set-channel-back! channel (cons value (%channel-back channel)))])))

;;> (channel-get channel)
;;> The oldest value of a channel; waits while there is none.
;;> (let ([c (channel)]) (spawn (lambda () (channel-put! c 5))) (channel-get c)) => 5
(define (channel-get channel)
  (when (null? (%channel-front channel))
    (%set-channel-front! channel (reverse (%channel-back channel)))
    (%set-channel-back! channel '()))
  (let ([front (%channel-front channel)])
    (cond
      [(pair? front)
       (%set-channel-front! channel (cdr front))
       (car front)]
      [else
       (let ([h (%promise-handle)])
         (%set-channel-waiting! channel (append (%channel-waiting channel) (list h)))
         (await h))])))

;;> (with-usage thunk)
;;> Two values: that of thunk, and what its calls to models used (calls, cached, tokens, cost, list-cost, by-model).
;;> (call-with-values (lambda () (with-usage (lambda () 5))) (lambda (value usage) (list value (hash-ref usage 'calls)))) => (5 0)
(define (with-usage thunk)
  (let* ([meter (%make-meter)] [value (parameterize ([%meter meter]) (thunk))])
    (values value (%meter-usage meter))))
