from people.models.appointment import Appointment, Post
from people.models.department import Department
from people.models.executive import Alias, Executive
from people.slugs import FormerSlug
from people.visibility import Generation

__all__ = ["Alias", "Appointment", "Department", "Executive", "FormerSlug", "Generation", "Post"]
