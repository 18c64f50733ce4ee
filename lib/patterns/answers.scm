;; When two answers are the same, and counting them: what vote, ensemble and consensus share.

;; What stands for an answer where answers are compared: case, outer whitespace and punctuation do not count, a text with
;; a JSON object or array is its value, and 1, 1.0 and "1" are one number.
(define (%canonical answer)
  (cond
    [(string? answer) (%canonical-text answer)]
    [(symbol? answer) (%canonical-text (symbol->string answer))]
    [(boolean? answer) (if answer "true" "false")]
    [(number? answer) (%canonical-number answer)]
    [(pair? answer) (cons (%canonical (car answer)) (%canonical (cdr answer)))]
    [(vector? answer) (map %canonical (vector->list answer))]
    [(hash? answer)
     (let ([table (make-hash)])
       (hash-for-each answer (lambda (key value) (hash-set! table (format "~a" key) (%canonical value))))
       ; How sure two are is no part of what they say.
       (when (> (hash-count table) 1) (hash-remove! table "confidence"))
       table)]
    [else answer]))

(define (%canonical-number x)
  (cond
    [(and (real? x) (finite? x))
     (let ([rounded (round x)]) (if (= x rounded) (exact rounded) (inexact x)))]
    [else x]))

(define (%canonical-text text)
  (let* ([trimmed (string-trim text)] [json (%json-structure trimmed)])
    (if (%given? json)
        (%canonical json)
        (let* ([bare (%without-edges trimmed)] [bare (if (string=? bare "") trimmed bare)])
          (if (regexp-match? %decimal bare)
              (%canonical-number (string->number bare))
              (string-foldcase (regexp-replace* %spaces bare " ")))))))

;; Signs that carry meaning (+ - # % $ and their like) are no edges: C++ is not C, and -5 not 5.
(define %edges (string->list ".,;:!?\"'`*_()[]{}<>“”‘’«»„…"))

(define (%without-edges text)
  (define n (string-length text))
  (define (edge? i) (let ([c (string-ref text i)]) (or (char-whitespace? c) (memv c %edges))))
  (let* ([from (let loop ([i 0]) (if (and (< i n) (edge? i)) (loop (+ i 1)) i))]
         [to (let loop ([i n]) (if (and (> i from) (edge? (- i 1))) (loop (- i 1)) i))])
    (substring text from to)))

(define %decimal (pregexp "^[-+]?[0-9]+(?:\\.[0-9]+)?$"))

(define %spaces (pregexp "\\s+"))

(define %json-text (pregexp "^(?:```[a-zA-Z]*\\s*)?([{\\[][\\s\\S]*[}\\]])\\s*(?:```)?$"))

;; The object or array that a text is in JSON, in a fence or bare, or %absent.
(define (%json-structure text)
  (let ([found (regexp-match %json-text text)])
    (if found
        (guard (e (#t %absent)) (string->json (cadr found)))
        %absent)))

;; The answers in classes of the same, most first and else in the order of first appearance: a list of (answer . count),
;; where the answer is the first of its class.
(define (%tally answers same)
  (let ([classes (if same (%classes-by same answers) (%classes-by-content answers))])
    (sort classes (lambda (a b) (> (cdr a) (cdr b))))))

(define (%classes-by-content answers)
  (let ([table (make-hash)])
    (for-each
      (lambda (answer)
        (let* ([key (%canonical answer)] [known (hash-ref table key #f)])
          (hash-set! table key (cons (if known (car known) answer) (if known (+ 1 (cdr known)) 1)))))
      answers)
    (hash-values table)))

;; Compared one by one with the first of each class: the procedure may ask a model.
(define (%classes-by same answers)
  (let loop ([rest answers] [classes '()])
    (if (null? rest)
        (reverse classes)
        (let ([known (find (lambda (class) (await (same (car class) (car rest)))) classes)])
          (loop (cdr rest)
                (if known
                    (map (lambda (class) (if (eq? class known) (cons (car class) (+ 1 (cdr class))) class)) classes)
                    (cons (cons (car rest) 1) classes)))))))

;; A list may hold answers instead of strategies.
(define (%answers-as-strategies who arguments)
  (if (and (pair? arguments) (or (pair? (car arguments)) (vector? (car arguments))))
      (cons (map (lambda (x) (if (%strategy? x) x (lambda () x))) (%items->list who (car arguments)))
            (cdr arguments))
      arguments))

;; The answers of strategies that run at the same time: a list of (done . answer) or (failed . raised), in their order.
;; Who fails abstains; when all do, it is an error.
(define (%ballots who strategies max-concurrent)
  (let* ([ballots (%map-items who
                    (lambda (strategy) (%attempt (lambda () (%call-strategy strategy))))
                    strategies max-concurrent #f)]
         [failures (filter-map (lambda (ballot i) (and (eq? (car ballot) 'failed) (cons i (cdr ballot))))
                               ballots (iota (length ballots)))])
    (when (= (length failures) (length ballots)) (%raise-all-failed who failures))
    ballots))

(define (%answers ballots)
  (filter-map (lambda (ballot) (and (eq? (car ballot) 'done) ballot)) ballots))

;; How the counts of a result read in an error: "yes" 2, "no" 1.
(define (%counts-text result)
  (%enumerate (lambda (entry) (format "~a ~a" (%shown (hash-ref entry 'answer)) (hash-ref entry 'votes)))
              (hash-ref result 'counts)
              ", "))

;; What a vote without a winner comes to: the default (a procedure gets the result), or an error that says why.
(define (%undecided who default result why)
  (cond
    [(not (%given? default)) (%fail who why)]
    [(not (procedure? default)) default]
    [else (await (if (%takes? default 0) (default) (default result)))]))

;; Whether so many of n are a share of at least `share`; a flonum share such as 0.07 may be a hair above what was meant.
(define (%reaches? count n share)
  (>= count (if (exact? share) (* share n) (- (* share n) 1e-9))))
