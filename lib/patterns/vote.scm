;; Several strategies on one question: vote counts their answers, ensemble combines them.

;; 'majority wants more than half of all, 'plurality the most, 'supermajority the share of the threshold, 'consensus
;; all. Answers are the same without regard to case, outer whitespace and punctuation, as JSON values and as numbers, or
;; by #:same. Who fails abstains, and still counts. A tie or a missing majority is an error, unless #:on-tie (a
;; procedure of the tied answers) or #:default decides. #:report #t gives a hash instead: winner, decided, tie, tied,
;; counts, votes, voters, failed, share, method.
;;> (vote strategies [input ...] #:method ['majority] #:threshold [share 2/3] #:same [same] #:on-tie [f] #:default [value] #:report [report #f] #:max-concurrent [n 20])
;;> The answer that wins when all strategies (or answers in a list) are asked at once; no winner is an error that counts the answers.
;;> (vote (list (lambda () "Spam") (lambda () " spam.") (lambda () "mail"))) => "Spam"
;;> (hash-ref (vote '("a" "b" "B" "A" "c") #:method 'plurality #:report #t) 'tied) => ("a" "b")
(define (vote #:method [method 'majority] #:threshold [threshold 2/3] #:same [same #f] #:on-tie [on-tie #f]
              #:default [default %absent] #:report [report #f] #:max-concurrent [max-concurrent 20] . arguments)
  (define rule (if (string? method) (string->symbol method) method))
  (unless (memq rule '(majority plurality supermajority consensus))
    (%wrong-argument 'vote "#:method" "majority, plurality, supermajority or consensus" method))
  (%check-share 'vote "#:threshold" threshold)
  (%check-procedure-or-false 'vote "#:same" "a procedure of two answers" same)
  (%check-procedure-or-false 'vote "#:on-tie" "a procedure of the tied answers" on-tie)
  (%with-strategies 'vote (%answers-as-strategies 'vote arguments)
    (lambda (strategies)
      (let ([result (%count-votes (%ballots 'vote strategies max-concurrent) rule threshold same on-tie)])
        (cond
          [report result]
          [(hash-ref result 'decided) (hash-ref result 'winner)]
          [else (%undecided 'vote default result (%no-winner result threshold))])))))

(define (%count-votes ballots method threshold same on-tie)
  (let* ([answers (map cdr (%answers ballots))]
         [tally (%tally answers same)]
         [most (cdar tally)]
         [tied (map car (filter (lambda (entry) (= (cdr entry) most)) tally))]
         [tie (pair? (cdr tied))]
         [voters (length ballots)]
         [enough (case method
                   [(majority) (> (* 2 most) voters)]
                   [(plurality) #t]
                   [(supermajority) (%reaches? most voters threshold)]
                   [else (= most voters)])]
         [chosen (if (and tie on-tie) (await (on-tie tied)) (car tied))]
         [decided (and (or (not tie) on-tie) (or enough tie) #t)])
    (hash 'winner (and decided chosen)
          'decided decided
          'tie tie
          'tied (if tie tied '())
          'counts (map (lambda (entry) (hash 'answer (car entry) 'votes (cdr entry))) tally)
          'votes (length answers)
          'voters voters
          'failed (- voters (length answers))
          'share (/ most voters)
          'method method)))

(define (%no-winner result threshold)
  (let ([voters (%plural (hash-ref result 'voters) "voter")]
        [failed (hash-ref result 'failed)])
    (string-append
      (if (hash-ref result 'tie)
          (format "a tie among ~a" voters)
          (case (hash-ref result 'method)
            [(majority) (format "no majority among ~a" voters)]
            [(supermajority) (format "no supermajority of ~a among ~a" threshold voters)]
            [else (format "no consensus among ~a" voters)]))
      ": " (%counts-text result)
      (if (> failed 0) (format ", and ~a failed" failed) "")
      "; #:on-tie or #:default decides, #:report #t tells")))

;;> (ensemble strategies [input ...] #:aggregator [f] #:max-concurrent [n 20] #:on-error [on-error #f])
;;> What the aggregator makes of the list of results of all strategies, called at once on the same input; without one, a vote by plurality.
;;> (ensemble (list (lambda (x) (* 2 x)) (lambda (x) (+ 2 x))) 5 #:aggregator (lambda (results) (apply max results))) => 10
(define (ensemble #:aggregator [aggregator #f] #:max-concurrent [max-concurrent 20] #:on-error [on-error #f]
                  . arguments)
  (%check-procedure-or-false 'ensemble "#:aggregator" "a procedure of the list of results" aggregator)
  (%with-strategies 'ensemble arguments
    (lambda (strategies)
      (let ([results (%map-items 'ensemble %call-strategy strategies max-concurrent on-error)])
        (if aggregator
            (%reduce-results aggregator results)
            (vote (map const results) #:method 'plurality))))))
