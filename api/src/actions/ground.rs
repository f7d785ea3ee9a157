//! Places on the map: from one datum to the other, and how far apart two of them are.

use entity::wishes::Datum;

/// A spot in micro-degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Latitude.
    pub lat: i32,
    /// Longitude.
    pub lng: i32,
    /// In which datum.
    pub datum: Datum,
}

/// The mean radius of the earth in metres.
const EARTH: f64 = 6_371_008.8;

/// Half the long axis of the ellipsoid that the Chinese datum is computed on.
const AXIS: f64 = 6_378_245.0;

/// The square of its eccentricity.
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;

impl Spot {
    /// Metres between two spots, whatever their datums.
    pub fn metres_to(self, other: Self) -> f64 {
        let (a, b) = (self.in_gcj02(), other.in_gcj02());
        let (from, to) = (a.0.to_radians(), b.0.to_radians());
        let (north, east) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
        let chord = (north / 2.0).sin().powi(2) + from.cos() * to.cos() * (east / 2.0).sin().powi(2);
        2.0 * EARTH * chord.sqrt().min(1.0).asin()
    }

    /// Latitude and longitude in degrees of the datum that the rest of the world uses: the spot that
    /// the shift leads here from, found step by step.
    pub fn in_wgs84(self) -> (f64, f64) {
        let (lat, lng) = (f64::from(self.lat) / 1e6, f64::from(self.lng) / 1e6);
        if self.datum == Datum::Wgs84 || outside_of_china(lat, lng) {
            return (lat, lng);
        }
        (0..3).fold((lat, lng), |at, _| {
            let there = shifted(at.0, at.1);
            (at.0 + lat - there.0, at.1 + lng - there.1)
        })
    }

    /// Latitude and longitude in degrees of the Chinese datum.
    fn in_gcj02(self) -> (f64, f64) {
        let (lat, lng) = (f64::from(self.lat) / 1e6, f64::from(self.lng) / 1e6);
        match self.datum {
            Datum::Gcj02 => (lat, lng),
            Datum::Wgs84 if outside_of_china(lat, lng) => (lat, lng),
            Datum::Wgs84 => shifted(lat, lng),
        }
    }
}

fn outside_of_china(lat: f64, lng: f64) -> bool {
    !(0.8293..=55.8271).contains(&lat) || !(72.004..=137.8347).contains(&lng)
}

/// By the published approximation of the shift between the two datums, good to a few metres.
fn shifted(lat: f64, lng: f64) -> (f64, f64) {
    let (x, y) = (lng - 105.0, lat - 35.0);
    let radians = lat.to_radians();
    let magic = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let root = magic.sqrt();
    let north = north_of(x, y) * 180.0 / (AXIS * (1.0 - ECCENTRICITY) / (magic * root) * std::f64::consts::PI);
    let east = east_of(x, y) * 180.0 / (AXIS / root * radians.cos() * std::f64::consts::PI);
    (lat + north, lng + east)
}

/// A sum of two sines of an angle given in half turns.
fn waves(at: f64, first: (f64, f64), second: (f64, f64)) -> f64 {
    let pi = std::f64::consts::PI;
    (first.0 * (at * first.1 * pi).sin() + second.0 * (at * second.1 * pi).sin()) * 2.0 / 3.0
}

fn north_of(x: f64, y: f64) -> f64 {
    let flat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    flat + waves(x, (20.0, 6.0), (20.0, 2.0))
        + waves(y, (20.0, 1.0), (40.0, 1.0 / 3.0))
        + waves(y, (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0))
}

fn east_of(x: f64, y: f64) -> f64 {
    let flat = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    flat + waves(x, (20.0, 6.0), (20.0, 2.0))
        + waves(x, (20.0, 1.0), (40.0, 1.0 / 3.0))
        + waves(x, (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(lat: f64, lng: f64, datum: Datum) -> Spot {
        Spot { lat: (lat * 1e6).round() as i32, lng: (lng * 1e6).round() as i32, datum }
    }

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let metres = spot(43.0, 125.0, Datum::Gcj02).metres_to(spot(44.0, 125.0, Datum::Gcj02));
        assert!((metres - 111_195.0).abs() < 5.0, "{metres}");
    }

    /// Pairs that others compute with, too.
    #[test]
    fn one_place_in_two_datums_is_one_place() {
        let pairs = [
            ((39.911_954, 116.377_817), (39.913_345_455, 116.384_047_225)),
            ((31.177_427_6, 121.527_210_6), (31.175_303_984, 121.531_541_859)),
            ((22.543_847, 113.912_316), (22.540_796_132, 113.917_176_481)),
        ];
        for (wgs, gcj) in pairs {
            let (wgs, gcj) = (spot(wgs.0, wgs.1, Datum::Wgs84), spot(gcj.0, gcj.1, Datum::Gcj02));
            assert!(wgs.metres_to(gcj) < 1.0, "{}", wgs.metres_to(gcj));
            let mistaken = Spot { datum: Datum::Gcj02, ..wgs };
            assert!(mistaken.metres_to(gcj) > 300.0, "{}", mistaken.metres_to(gcj));
        }
    }
}
