// The letters' type for names in Gurmukhi and Gujarati, out of its packages: the two weights that a letter uses.
import { cpSync } from "node:fs";

const TO = "reviews/letters/type";
for (const name of ["Gujarati", "Gurmukhi"]) {
  const from = `node_modules/@expo-google-fonts/noto-sans-${name.toLowerCase()}`;
  for (const weight of ["400Regular", "700Bold"]) {
    const file = `NotoSans${name}_${weight}.ttf`;
    cpSync(`${from}/${weight}/${file}`, `${TO}/${file}`);
  }
  cpSync(`${from}/LICENSE_FONT`, `${TO}/LICENSE_NotoSans${name}`);
}
