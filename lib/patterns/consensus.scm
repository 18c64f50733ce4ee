;; Strategies that agree, or hear each other and think again: consensus.

;; The others' answers are a list, one argument behind the inputs ('() in a first round where it must be given). Without
;; inputs, strategies that need an argument make a procedure of the input, as everywhere. A strategy without a place for
;; the others' answers keeps its own; one that fails abstains. No agreement is an error that counts the answers, unless
;; #:default decides. #:report #t gives a hash instead: winner, decided, rounds, counts, answers, voters, failed, share.
;;> (consensus strategies [input ...] #:threshold [share 2/3] #:rounds [n 2] #:same [same] #:default [value] #:report [report #f] #:max-concurrent [n 20])
;;> The answer on which a share of the strategies agree; where they do not, each hears the answers of the others and is asked again.
;;> (consensus (list (lambda () "yes") (lambda () "Yes.") (lambda ([others '()]) (if (null? others) "no" (first others))))) => "yes"
;;> (hash-ref (consensus (list (lambda (q others) (if (null? others) q 'b)) (lambda (q) 'b) (lambda (q) 'c)) 'a #:report #t) 'rounds) => 2
(define (consensus #:threshold [threshold 2/3] #:rounds [rounds 2] #:same [same #f] #:default [default %absent]
                   #:report [report #f] #:max-concurrent [max-concurrent 20] . arguments)
  (define-values (strategies inputs) (%split-strategies 'consensus (%answers-as-strategies 'consensus arguments)))
  (%check-strategies 'consensus strategies)
  (%check-share 'consensus "#:threshold" threshold)
  (%check-positive 'consensus "#:rounds" rounds)
  (%check-procedure-or-false 'consensus "#:same" "a procedure of two answers" same)
  (define (decide inputs)
    (let loop ([round 1] [ballots (%ballots 'consensus (%first-round strategies inputs) max-concurrent)])
      (let ([result (%agreement ballots round threshold same)])
        (cond
          [(and (not (hash-ref result 'decided)) (< round rounds))
           (loop (+ round 1) (%ballots 'consensus (%next-round strategies inputs ballots) max-concurrent))]
          [report result]
          [(hash-ref result 'decided) (hash-ref result 'winner)]
          [else (%undecided 'consensus default result (%no-agreement result threshold))]))))
  (if (and (null? inputs) (any (lambda (s) (and (procedure? s) (not (%takes? s 0)))) strategies))
      (lambda (input . more) (decide (cons input more)))
      (decide inputs)))

;; Whether a strategy has a place for the answers of the others behind n inputs.
(define (%hears? strategy n)
  (and (procedure? strategy) (%takes? strategy (+ n 1))
       (let ([arity (procedure-arity strategy)]) (or (exact-integer? arity) (cadr arity)))))

(define (%first-round strategies inputs)
  (map
    (lambda (strategy)
      (if (and (%hears? strategy (length inputs)) (not (%takes? strategy (length inputs))))
          (lambda () (apply strategy (append inputs '(()))))
          (%with-inputs 'consensus strategy inputs)))
    strategies))

;; Every strategy of the next round; `ballots` are those of the last.
(define (%next-round strategies inputs ballots)
  (map
    (lambda (strategy own i)
      (if (%hears? strategy (length inputs))
          (let ([others (map cdr (%answers (append (take ballots i) (drop ballots (+ i 1)))))])
            (lambda () (apply strategy (append inputs (list others)))))
          (lambda () (if (eq? (car own) 'done) (cdr own) (raise (cdr own))))))
    strategies ballots (iota (length strategies))))

(define (%agreement ballots round threshold same)
  (let* ([answers (map cdr (%answers ballots))]
         [tally (%tally answers same)]
         [most (cdar tally)]
         [voters (length ballots)]
         [tie (and (pair? (cdr tally)) (= most (cdadr tally)))]
         [decided (and (not tie) (%reaches? most voters threshold))])
    (hash 'winner (and decided (caar tally))
          'decided decided
          'rounds round
          'counts (map (lambda (entry) (hash 'answer (car entry) 'votes (cdr entry))) tally)
          'answers answers
          'voters voters
          'failed (- voters (length answers))
          'share (/ most voters))))

(define (%no-agreement result threshold)
  (format "no answer has a share of ~a after ~a: ~a; #:default decides, #:report #t tells" threshold
    (%plural (hash-ref result 'rounds) "round")
    (%counts-text result)))
