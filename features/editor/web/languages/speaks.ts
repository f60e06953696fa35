/** Files for which a language server may be there. The rest of this folder is loaded with the first of them. */
export const mayHaveServer = (path: string): boolean => /\.(?:[cm]?[jt]s|[jt]sx|pyi?)$/i.test(path);
