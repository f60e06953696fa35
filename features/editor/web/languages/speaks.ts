const endings =
  /(?:\.(?:[cm]?[jt]s|[jt]sx|pyi?|html?|css|scss|less|jsonc?|webmanifest|sh|bash|bashrc|profile|ya?ml|c|h|cc|cpp|cxx|hh|hpp|hxx|go|rs)|\.bash_profile|(?:^|\/)go\.(?:mod|work))$/i;

/** Files for which a language server may be there. The rest of this folder is loaded with the first of them. */
export const mayHaveServer = (path: string): boolean => endings.test(path);
