;; Answers that are kept: memoized.

;; Hash tables and lists are compared by content. normalize changes each argument for the comparison, key-fn makes one
;; key of all arguments. Who is cancelled leaves the call to the others who wait for it; the last one takes it along.
;;> (memoized f #:normalize [normalize #f] #:key-fn [key-fn #f] #:ttl [seconds #f])
;;> A procedure like f that calls it once for equal arguments, also when the calls come at the same time; failures are not kept.
;;> (let* ([calls 0] [f (memoized (lambda (s) (set! calls (+ calls 1)) (string-length s)) #:normalize string-trim)]) (f "ab") (list (f " ab ") calls)) => (2 1)
(define (memoized f #:normalize [normalize #f] #:key-fn [key-fn #f] #:ttl [ttl #f])
  (%check-procedure 'memoized 1 f)
  (%check-procedure-or-false 'memoized "#:normalize" "a procedure of an argument" normalize)
  (%check-procedure-or-false 'memoized "#:key-fn" "a procedure of the arguments" key-fn)
  (when ttl (%check-seconds 'memoized "#:ttl" ttl))
  (define kept (make-hash))
  (define sweep-at 64)
  (define (stale? entry)
    (let ([since (%memo-time entry)])
      (and ttl since (>= (- (current-jiffy) since) (* ttl (jiffies-per-second))))))
  (define (key-of keywords values arguments)
    (let ([arguments (if normalize (map (lambda (x) (await (normalize x))) arguments) arguments)])
      (%frozen-copy (list (if key-fn (await (apply key-fn arguments)) arguments) keywords values))))
  (define (forget! key entry)
    (when (eq? (hash-ref kept key #f) entry) (hash-remove! kept key)))
  ; Stale values of keys that never come again go when the table has doubled.
  (define (sweep!)
    (when (and ttl (>= (hash-count kept) sweep-at))
      (for-each (lambda (key) (when (stale? (hash-ref kept key)) (hash-remove! kept key))) (hash-keys kept))
      (set! sweep-at (* 2 (max 32 (hash-count kept))))))
  (define (begin! key call)
    (sweep!)
    (let ([entry (%make-memo #f 0 #f)])
      (hash-set! kept key entry)
      (%set-memo-handle! entry
        (%spawn-apart
          (lambda ()
            (guard (e (#t (forget! key entry) (raise e)))
              (let ([value (await (call))])
                (%set-memo-time! entry (current-jiffy))
                value)))))
      entry))
  (%with-arity-of f
    (make-keyword-procedure
      (lambda (keywords values . arguments)
        (define (call) (keyword-apply f keywords values arguments))
        (let* ([key (key-of keywords values arguments)] [known (hash-ref kept key #f)])
          (when (and known (stale? known)) (forget! key known))
          (%await-memo (or (hash-ref kept key #f) (begin! key call)) (lambda (entry) (forget! key entry))))))))

;; One kept call: its handle, how many wait for it, and when it was done (#f before).
(define-record-type %memo
  (%make-memo handle waiting time)
  %memo?
  (handle %memo-handle %set-memo-handle!)
  (waiting %memo-waiting %set-memo-waiting!)
  (time %memo-time %set-memo-time!))

;; Waits for a kept call; when the last who waits is cancelled, so is the call.
(define (%await-memo entry forget!)
  (let ([handle (%memo-handle entry)])
    (unless handle (%fail 'memoized "a call needs its own value: it asks for what it is working out"))
    (dynamic-wind
      (lambda () (%set-memo-waiting! entry (+ (%memo-waiting entry) 1)))
      (lambda () (await handle))
      (lambda ()
        (%set-memo-waiting! entry (- (%memo-waiting entry) 1))
        (when (and (= (%memo-waiting entry) 0) (eq? (handle-state handle) 'open))
          (forget! entry)
          (cancel handle))))))

;; A copy that later changes to x do not reach.
(define (%frozen-copy x)
  (cond
    [(pair? x) (cons (%frozen-copy (car x)) (%frozen-copy (cdr x)))]
    [(string? x) (string->immutable-string x)]
    [(vector? x) (vector-map %frozen-copy x)]
    [(bytevector? x) (bytevector-copy x)]
    [(hash? x)
     (let ([table (make-hash)])
       (hash-for-each x (lambda (key value) (hash-set! table (%frozen-copy key) (%frozen-copy value))))
       table)]
    [else x]))
