namespace LowRank.Interop;

/// <summary>A library that passed all checks; a process keeps one.</summary>
internal sealed record LoadedLibrary(
    nint Handle,
    string Path, // its file, as the system's loader knows it
    LibraryKind Kind,
    NativeServices Services,
    string Threading); // the threading layer in words
