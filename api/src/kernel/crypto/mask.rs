//! Personal data as it is shown to those who need not know it.

/// `张*`: the first character stays, each other becomes a star.
pub fn mask_name(name: &str) -> String {
    let mut characters = name.chars();
    let first: String = characters.next().into_iter().collect();
    first + &"*".repeat(characters.count().max(1))
}

/// `138****1234`; anything that is not long enough becomes stars.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    if digits.len() < 8 {
        return "*".repeat(digits.len());
    }
    let (head, tail) = (&digits[..3], &digits[digits.len() - 4..]);
    let stars = "*".repeat(digits.len() - 7);
    head.iter().collect::<String>() + &stars + &tail.iter().collect::<String>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_mask_shows_one_character_and_hides_how_the_rest_reads(name in "[一-龥]{1,8}") {
            let masked = mask_name(&name);
            prop_assert_eq!(masked.chars().next(), name.chars().next());
            prop_assert!(masked.chars().skip(1).all(|c| c == '*'));
            prop_assert_eq!(masked.chars().count(), name.chars().count().max(2));
        }
    }

    #[test]
    fn masks_keep_what_neighbours_recognise() {
        assert_eq!((mask_name("张三").as_str(), mask_name("欧阳娜娜").as_str()), ("张*", "欧***"));
        assert_eq!(mask_phone("13812341234"), "138****1234");
    }
}
