//! What follows from WeChat's answer to a subscribe message.

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// WeChat has it.
    Sent,
    /// The person does not want it, or the one time that was granted is used up. Nothing is wrong:
    /// the grant is spent and the notice in the app remains.
    NotWanted,
    /// Nobody has this openid within the mini-program any more.
    NobodyThere,
    /// The template, its page or its values are not right. Trying again changes nothing; the operator must.
    Wrong(i64),
    /// Busy, silent, or too much at once: later.
    Later,
}

impl Outcome {
    /// Judges an errcode; none when nothing that makes sense came back.
    pub fn of(errcode: Option<i64>) -> Self {
        match errcode {
            Some(0) => Self::Sent,
            Some(43101) => Self::NotWanted,
            Some(40003) => Self::NobodyThere,
            // The last three are of the access token: by now it was fetched anew once, so it is a matter of time
            // and of the operator, not of this message.
            None | Some(-1 | 43108 | 44990 | 44991 | 45011 | 40001 | 40014 | 42001) => Self::Later,
            Some(errcode) => Self::Wrong(errcode),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_of_the_table_has_its_consequence() {
        let wrong = [40037, 41030, 43107, 45168, 47003, 44993, 45009, 48001];
        let table = [
            (&[0][..], Outcome::Sent),
            (&[43101], Outcome::NotWanted),
            (&[40003], Outcome::NobodyThere),
            (&[-1, 43108, 44990, 44991, 45011, 40001, 40014, 42001], Outcome::Later),
        ];
        for (codes, outcome) in table {
            assert!(codes.iter().all(|code| Outcome::of(Some(*code)) == outcome), "{outcome:?}");
        }
        assert!(wrong.iter().all(|code| Outcome::of(Some(*code)) == Outcome::Wrong(*code)));
        assert_eq!(Outcome::of(None), Outcome::Later);
    }
}
