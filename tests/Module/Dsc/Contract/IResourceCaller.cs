using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>Somebody who uses a DSC resource of the module.</summary>
internal interface IResourceCaller
{
    /// <summary>The state as it is.</summary>
    JObject Get(string type, JObject declaration);

    /// <summary>Whether it is as declared.</summary>
    bool Test(string type, JObject declaration);

    /// <summary>Makes it as declared.</summary>
    void Set(string type, JObject declaration);

    /// <summary>Everything of the kind.</summary>
    IReadOnlyList<JObject> Export(string type);
}
