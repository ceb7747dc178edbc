namespace LowRank.InteropTests.Support;

/// <summary>A folder of its own that is deleted at the end.</summary>
public class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lowrank-").FullName;

    /// <summary>The full path of an entry; the folders on the way are made.</summary>
    public string Entry(string relative)
    {
        string path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public string Write(string relative, string text)
    {
        string path = Entry(relative);
        File.WriteAllText(path, text);
        return path;
    }

    public string Copy(string file, string relative)
    {
        string path = Entry(relative);
        File.Copy(file, path);
        return path;
    }

    public string Link(string target, string relative)
    {
        string path = Entry(relative);
        File.CreateSymbolicLink(path, target);
        return path;
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        GC.SuppressFinalize(this);
    }
}
